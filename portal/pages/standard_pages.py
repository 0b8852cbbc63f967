"""Texts of the pages that every state portal needs: a starting point, which the agency edits before it publishes.

Laws are cited by number only.
"""

from dataclasses import dataclass

from portal.pages.models import Language


@dataclass(frozen=True)
class StandardPage:
    """The text of a page; ``parent_path`` and ``translation_of_path`` are paths of others."""

    path: str
    title: str
    summary: str
    body: str
    parent_path: str = ""
    language: str = Language.VIETNAMESE
    translation_of_path: str = ""
    is_in_footer: bool = False


REQUIRED_PAGES = (
    StandardPage(
        path="bao-ve-du-lieu-ca-nhan",
        title="Chính sách bảo vệ dữ liệu cá nhân",
        summary="Cổng không đặt cookie cho người đọc; biểu mẫu chỉ giữ những gì cần để trả lời; bạn có quyền hỏi.",
        is_in_footer=True,
        body="""
<h2>Khi bạn đọc</h2>
<p>Cổng không đặt cookie cho người đọc, không dùng công cụ theo dõi của bên thứ ba và không tải gì từ máy chủ khác.
Video chỉ được tải từ nơi đăng nó sau khi bạn bấm xem. Chỉ người đăng nhập để làm việc mới có cookie phiên làm
việc.</p>
<h2>Khi bạn gửi biểu mẫu</h2>
<p>Biểu mẫu chỉ hỏi những gì cần để trả lời bạn và ghi rõ ô nào bắt buộc. Không ô nào được đánh dấu đồng ý sẵn. Họ
tên, thư điện tử và số điện thoại bạn gửi không được đăng lên trang nếu bạn không yêu cầu.</p>
<p>Dữ liệu được giữ đến khi việc bạn gửi được trả lời xong và hết thời hạn lưu hồ sơ của việc ấy, sau đó được xóa.</p>
<h2>Quyền của bạn</h2>
<p>Bạn có quyền hỏi dữ liệu nào của mình đang được giữ, xem, yêu cầu sửa hoặc xóa, và rút lại sự đồng ý. Yêu cầu của
bạn được phản hồi trong <strong>2 ngày làm việc</strong>. Hãy gửi yêu cầu theo địa chỉ ở cuối trang.</p>
<h2>Căn cứ</h2>
<p>Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15 và Nghị định số 356/2025/NĐ-CP, cùng có hiệu lực từ ngày
01/01/2026.</p>
""",
    ),
    StandardPage(
        path="kha-nang-tiep-can",
        title="Tuyên bố về khả năng tiếp cận",
        summary="Cổng được làm để ai cũng đọc được: bằng bàn phím, trình đọc màn hình, điện thoại nhỏ, mạng chậm.",
        is_in_footer=True,
        body="""
<h2>Đã làm được</h2>
<ul>
<li>Mọi trang dùng được bằng bàn phím, có liên kết đi thẳng đến nội dung, thấy rõ chỗ đang đứng.</li>
<li>Chữ từ 18 điểm ảnh trở lên, độ tương phản ít nhất 7:1 cả khi nền sáng lẫn khi nền tối.</li>
<li>Trang đọc được ở màn hình rộng 320 điểm ảnh và khi phóng to 200%, kể cả khi trình duyệt không chạy
JavaScript.</li>
<li>Ảnh có lời tả; không có chữ chạy, chữ nháy.</li>
</ul>
<h2>Chưa làm được</h2>
<ul>
<li>Một số tệp đính kèm là bản quét nên trình đọc màn hình chưa đọc được chữ trong đó.</li>
<li>Video ở nơi khác có thể chưa có phụ đề.</li>
</ul>
<h2>Gặp khó khăn thì báo cho ai</h2>
<p>Hãy gửi thư hoặc gọi theo địa chỉ ở cuối trang, nói rõ trang nào và bạn dùng thiết bị gì. Cơ quan sẽ gửi cho bạn
nội dung ấy ở dạng bạn đọc được.</p>
<h2>Mức hướng tới</h2>
<p>Cổng hướng tới mức AA của WCAG 2.1, theo yêu cầu tiếp cận của Thông tư số 26/2020/TT-BTTTT. Ngày cập nhật ghi ở đầu
trang.</p>
""",
    ),
)
