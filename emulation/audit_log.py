"""Audit log actions on blocs, agencies and years, with the labels of their details."""

from django.utils.translation import gettext_lazy as _

HEAD_APPOINTED = "emulation.head_appointed"
DEPUTY_APPOINTED = "emulation.deputy_appointed"
LEADERSHIP_HANDED_OVER = "emulation.leadership_handed_over"
LEADERSHIP_ENDED = "emulation.leadership_ended"
REPRESENTATIVE_CHANGED = "emulation.representative_changed"
BLOC_CREATED = "emulation.bloc_created"
BLOC_RENAMED = "emulation.bloc_renamed"
BLOC_DISSOLVED = "emulation.bloc_dissolved"
MEMBER_ADMITTED = "emulation.member_admitted"
MEMBER_RELEASED = "emulation.member_released"
MEMBER_MOVED = "emulation.member_moved"
MEMBERS_IMPORTED = "emulation.members_imported"
AGENCY_CREATED = "emulation.agency_created"
AGENCY_RENAMED = "emulation.agency_renamed"
AGENCY_DISSOLVED = "emulation.agency_dissolved"
AGENCIES_MERGED = "emulation.agencies_merged"
AGENCY_SPLIT = "emulation.agency_split"
YEAR_OPENED = "emulation.year_opened"
MEMBER_THEME_SET = "emulation.member_theme_set"
MILESTONE_RECORDED = "emulation.milestone_recorded"
DOCUMENT_DRAFTED = "emulation.document_drafted"
VERSION_ADDED = "emulation.version_added"
DOCUMENT_CIRCULATED = "emulation.document_circulated"
DOCUMENT_ADOPTED = "emulation.document_adopted"
DOCUMENT_COMMENTED = "emulation.document_commented"
COMMENT_ANSWERED = "emulation.comment_answered"
COVENANT_DRAFTED = "emulation.covenant_drafted"
PARTIES_ADDED = "emulation.parties_added"
COVENANT_SIGNED = "emulation.covenant_signed"
COVENANT_SEALED = "emulation.covenant_sealed"
SIGNATURE_WITHDRAWN = "emulation.signature_withdrawn"
COVENANT_CORRECTED = "emulation.covenant_corrected"
REGISTRATION_CREATED = "emulation.registration_created"
REGISTRATION_CHANGED = "emulation.registration_changed"
REGISTRATION_WITHDRAWN = "emulation.registration_withdrawn"
AWARDS_LOADED = "emulation.awards_loaded"

ACTIONS = {
    HEAD_APPOINTED: _("Cử Trưởng khối"),
    DEPUTY_APPOINTED: _("Cử Phó Trưởng khối"),
    LEADERSHIP_HANDED_OVER: _("Bàn giao Trưởng khối"),
    LEADERSHIP_ENDED: _("Thôi giữ chức trách trong khối"),
    REPRESENTATIVE_CHANGED: _("Đổi người đại diện"),
    BLOC_CREATED: _("Thành lập khối"),
    BLOC_RENAMED: _("Đổi tên hoặc số hiệu khối"),
    BLOC_DISSOLVED: _("Giải thể khối"),
    MEMBER_ADMITTED: _("Kết nạp thành viên"),
    MEMBER_RELEASED: _("Cho thành viên rời khối"),
    MEMBER_MOVED: _("Chuyển thành viên sang khối khác"),
    MEMBERS_IMPORTED: _("Nhập thành viên từ bảng tính"),
    AGENCY_CREATED: _("Thêm cơ quan"),
    AGENCY_RENAMED: _("Đổi tên cơ quan"),
    AGENCY_DISSOLVED: _("Giải thể cơ quan"),
    AGENCIES_MERGED: _("Sáp nhập cơ quan"),
    AGENCY_SPLIT: _("Tách cơ quan"),
    YEAR_OPENED: _("Mở năm thi đua"),
    MEMBER_THEME_SET: _("Ghi chủ đề của thành viên"),
    MILESTONE_RECORDED: _("Ghi mốc đã hoàn thành"),
    DOCUMENT_DRAFTED: _("Soạn văn bản của khối"),
    VERSION_ADDED: _("Thêm phiên bản văn bản"),
    DOCUMENT_CIRCULATED: _("Gửi văn bản lấy ý kiến"),
    DOCUMENT_ADOPTED: _("Thông qua văn bản"),
    DOCUMENT_COMMENTED: _("Ghi ý kiến góp ý"),
    COMMENT_ANSWERED: _("Trả lời ý kiến góp ý của thành viên"),
    COVENANT_DRAFTED: _("Lập bản giao ước"),
    PARTIES_ADDED: _("Thêm các bên giao ước"),
    COVENANT_SIGNED: _("Ghi nhận chữ ký giao ước"),
    COVENANT_SEALED: _("Khóa bản giao ước"),
    SIGNATURE_WITHDRAWN: _("Gỡ chữ ký giao ước"),
    COVENANT_CORRECTED: _("Lập bản đính chính giao ước"),
    REGISTRATION_CREATED: _("Ghi đăng ký thi đua"),
    REGISTRATION_CHANGED: _("Sửa đăng ký thi đua"),
    REGISTRATION_WITHDRAWN: _("Rút đăng ký thi đua"),
    AWARDS_LOADED: _("Nạp danh mục khen thưởng"),
}
DETAILS = {
    "agency": _("cơ quan"),
    "bloc": _("khối"),
    "year": _("năm thi đua"),
    "role": _("vai trò"),
    "deputy": _("Phó Trưởng khối"),
    "predecessor": _("thay cho"),
    "person": _("người đại diện"),
    "decision": _("theo quyết định"),
    "name": _("tên"),
    "former_name": _("tên trước đó"),
    "into": _("cơ quan nhận"),
    "to": _("sang khối"),
    "ends": _("đến trước ngày"),
    "step": _("mốc"),
    "number": _("phiên bản số"),
    "signer": _("người ký"),
    "recipient_type": _("đăng ký"),
    "file": _("tệp"),
    "registered": _("cơ quan mới"),
    "known": _("dòng đã có từ trước"),
    "is_dissolved": _("cơ quan cũ giải thể"),
}
