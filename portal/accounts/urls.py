from django.urls import path

from portal.accounts import two_factor_views, views

app_name = "accounts"

urlpatterns = [
    path("dang-nhap/", views.sign_in, name="sign-in"),
    path("dang-nhap/ma-xac-thuc/", views.two_factor_code, name="two-factor-code"),
    path("dang-nhap/hai-lop/", two_factor_views.two_factor_page, name="two-factor"),
    path("dang-nhap/phien/", views.session_state, name="session-state"),
    path("dang-xuat/", views.sign_out, name="sign-out"),
]
