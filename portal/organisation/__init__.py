"""Structure, duties, leaders and contacts of the agency (Nghị định 42/2022/NĐ-CP, Điều 4.1 và 7.2)."""
