from django.urls import path

from portal.accounts import views

app_name = "accounts"

urlpatterns = [
    path("dang-nhap/", views.sign_in, name="sign-in"),
    path("dang-nhap/phien/", views.session_state, name="session"),
    path("dang-xuat/", views.sign_out, name="sign-out"),
]
