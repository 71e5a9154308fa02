"""Addresses of accounts."""

from django.urls import path

from commonroot.accounts.views import locking, mine, proving, signing_in

app_name = "accounts"
urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign_in"),
    path("sign-in/second/", signing_in.second, name="second"),
    path("sign-in/passkey/begin/", signing_in.passkey_begin, name="passkey_begin"),
    path("sign-in/passkey/", signing_in.passkey, name="passkey"),
    path("sign-in/forgotten/", signing_in.forgotten, name="forgotten"),
    path("sign-in/choose/<str:token>/", signing_in.choose, name="choose"),
    path("sign-out/", signing_in.sign_out, name="sign_out"),
    path("lock/", locking.lock, name="lock"),
    path("desk/sign-in/", mine.mine, name="mine"),
    path("desk/sign-in/safe/", mine.safe, name="safe"),
    path("desk/sign-in/sheet/", mine.sheet, name="sheet"),
    path("desk/sign-in/passkey/begin/", mine.passkey_begin, name="passkey_new"),
    path("desk/sign-in/passkey/", mine.passkey_add, name="passkey_add"),
    path("desk/sign-in/app/", mine.app, name="app"),
    path("desk/sign-in/codes/", mine.codes, name="codes"),
    path("desk/sign-in/lock-code/", mine.lock_code, name="lock_code"),
    path("desk/sign-in/others/", mine.others_end, name="others_end"),
    path("desk/sign-in/week/", mine.weekly, name="weekly"),
    path("desk/sign-in/prove/", proving.prove, name="prove"),
    path("desk/sign-in/prove/passkey/", proving.prove_passkey, name="prove_passkey"),
    path("desk/sign-in/proofs/<str:key>/", mine.factor_remove, name="factor_remove"),
    path("desk/sign-in/devices/<str:key>/", mine.session_end, name="session_end"),
]
