// Session renewal without leaving the page: PortalSession.ensure() resolves once the same user has a valid session and
// every form of the page has a valid CSRF token. The dialog is accounts/sign_in_dialog.html.
// A classic script, so that other scripts can call it; it looks up the dialog on demand.

(function () {
  "use strict";

  let pendingRenewal = null;

  /**
   * Resolves to {id, name, csrf} if the session is valid. Else shows the sign-in dialog, and rejects with an
   * Error named "SignInCancelled" when the person closes the dialog, "NoAnswer" when the server cannot be reached.
   * Concurrent calls share one result.
   */
  function ensure() {
    pendingRenewal ??= renewSession().finally(() => {
      pendingRenewal = null;
    });
    return pendingRenewal;
  }

  async function renewSession() {
    const dialog = document.querySelector("dialog[data-portal-sign-in]");
    const state = await fetchSession(dialog);
    if (state.signed_in && String(state.id) === dialog.dataset.portalUserId) return finishRenewal(state);
    const otherUserMessage = state.signed_in ? `${dialog.dataset.portalOtherUser} ${state.name}.` : "";
    return finishRenewal(await showSignInDialog(dialog, otherUserMessage));
  }

  /** The session state; the response has a fresh CSRF token, which is set in every form. */
  async function fetchSession(dialog) {
    const response = await request(dialog, dialog.dataset.portalSessionUrl);
    const state = await response.json();
    if (!response.ok) throw namedError("NoAnswer", state.message);
    updateCsrfTokens(state.csrf);
    return state;
  }

  async function request(dialog, url, options = {}) {
    const headers = { Accept: "application/json", ...options.headers };
    try {
      return await fetch(url, { credentials: "same-origin", cache: "no-store", ...options, headers });
    } catch {
      throw namedError("NoAnswer", dialog.dataset.portalNoResponse);
    }
  }

  function finishRenewal(user) {
    updateCsrfTokens(user.csrf);
    document.dispatchEvent(new CustomEvent("portal:session", { detail: { id: user.id, name: user.name } }));
    return { id: user.id, name: user.name, csrf: user.csrf };
  }

  function updateCsrfTokens(token) {
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
  }

  /** Shows the dialog until sign-in or cancel. The browser traps and restores the focus. */
  function showSignInDialog(dialog, firstMessage) {
    const form = dialog.querySelector("form");
    const message = dialog.querySelector("[data-portal-message]");
    const { password, code } = form.elements;
    const listeners = new AbortController();
    let hasWarned = false;
    let user = null;

    const setMessage = (text) => {
      message.textContent = text;
    };
    /** Which step is shown: name and password, or the two-factor code. */
    const showStep = (isCode) => {
      for (const part of form.querySelectorAll("[data-portal-password-step]")) part.hidden = isCode;
      form.querySelector("[data-portal-code-step]").hidden = !isCode;
    };
    const isCodeStep = () => !form.querySelector("[data-portal-code-step]").hidden;
    /** The first cancel only warns: input cannot be saved without a session. */
    const onCancel = (event) => {
      event.preventDefault();
      if (hasWarned) return dialog.close();
      hasWarned = true;
      setMessage(dialog.dataset.portalCancelWarning);
      return undefined;
    };
    const submit = async (event) => {
      event.preventDefault();
      const button = form.querySelector("[type=submit]");
      if (button.disabled) return;
      button.disabled = true;
      setMessage("");
      try {
        const payload = await postCredentials(dialog, form, isCodeStep() ? dialog.dataset.portalCodeUrl : form.action);
        if (payload.ok) {
          user = payload;
          dialog.close();
        } else {
          setMessage(payload.message);
          hasWarned = false;
          if (payload.code_wanted || payload.password_wanted) showStep(Boolean(payload.code_wanted));
        }
      } catch (error) {
        setMessage(error.name === "NoAnswer" ? error.message : dialog.dataset.portalNoResponse);
      } finally {
        button.disabled = false;
        password.value = code.value = "";
        if (dialog.open) (isCodeStep() ? code : password).focus();
      }
    };

    return new Promise((resolve, reject) => {
      const { signal } = listeners;
      form.addEventListener("submit", submit, { signal });
      dialog.querySelector("[data-portal-cancel]").addEventListener("click", onCancel, { signal });
      dialog.addEventListener("cancel", onCancel, { signal });
      dialog.addEventListener(
        "close",
        () => {
          listeners.abort();
          password.value = code.value = "";
          setMessage("");
          showStep(false);
          if (user) resolve(user);
          else reject(namedError("SignInCancelled", dialog.dataset.portalCancelWarning));
        },
        { signal },
      );
      setMessage(firstMessage);
      dialog.showModal();
      (form.elements.username.value ? password : form.elements.username).focus();
    });
  }

  /** One attempt; a stale CSRF token (sign-in in another tab) is renewed once. */
  async function postCredentials(dialog, form, url, isRetry = false) {
    const { csrf } = await fetchSession(dialog);
    const response = await request(dialog, url, {
      method: "POST",
      headers: { "X-CSRFToken": csrf },
      body: new URLSearchParams(new FormData(form)),
    });
    const payload = await response.json();
    return payload.csrf === true && !isRetry ? postCredentials(dialog, form, url, true) : payload;
  }

  function namedError(name, message) {
    const error = new Error(message);
    error.name = name;
    return error;
  }

  /** Whether a response means an expired session or CSRF token, so that `ensure` and a retry make sense. */
  function isMissing(status, payload) {
    return status === 401 || (status === 403 && payload?.csrf === true);
  }

  window.PortalSession = { ensure, isMissing };
})();
