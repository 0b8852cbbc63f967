"""The agency itself: its units, what they do, who leads, whom to ask (Nghị định 42/2022/NĐ-CP, Điều 4.1 và 7.2)."""
