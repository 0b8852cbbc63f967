// Signing in again without leaving the page: PortalSession.ensure() resolves once a session of the same person stands
// and every form of the page carries a token that the server will take. The dialog is accounts/sign_in_dialog.html.
// A classic script, so that others of the page may call it; it looks for the dialog only when it is asked.

(function () {
  "use strict";

  let running = null;

  /**
   * Resolves to {id, name, csrf} when the session stands. Asks for the password if it does not, and rejects with an
   * Error named "SignInCancelled" when the person closes the dialog, "NoAnswer" when the server cannot be reached.
   * Calls that come while one is running share its outcome.
   */
  function ensure() {
    running ??= keep().finally(() => {
      running = null;
    });
    return running;
  }

  async function keep() {
    const dialog = document.querySelector("dialog[data-portal-sign-in]");
    const state = await ask(dialog);
    if (state.signed_in && String(state.id) === dialog.dataset.portalPerson) return settle(state);
    const stranger = state.signed_in ? `${dialog.dataset.portalSomebodyElse} ${state.name}.` : "";
    return settle(await signIn(dialog, stranger));
  }

  /** How things stand; a token comes along, and every form of the page takes it at once. */
  async function ask(dialog) {
    const response = await send(dialog, dialog.dataset.portalState);
    const state = await response.json();
    if (!response.ok) throw named("NoAnswer", state.message);
    spread(state.csrf);
    return state;
  }

  async function send(dialog, address, options = {}) {
    const headers = { Accept: "application/json", ...options.headers };
    try {
      return await fetch(address, { credentials: "same-origin", cache: "no-store", ...options, headers });
    } catch {
      throw named("NoAnswer", dialog.dataset.portalNoAnswer);
    }
  }

  function settle(person) {
    spread(person.csrf);
    document.dispatchEvent(new CustomEvent("portal:session", { detail: { id: person.id, name: person.name } }));
    return { id: person.id, name: person.name, csrf: person.csrf };
  }

  function spread(token) {
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
  }

  /** Shows the dialog until the person has signed in or gives up. The browser keeps the focus in it and gives it back. */
  function signIn(dialog, firstMessage) {
    const form = dialog.querySelector("form");
    const message = dialog.querySelector("[data-portal-message]");
    const { password, code } = form.elements;
    const listeners = new AbortController();
    let warned = false;
    let person = null;

    const say = (text) => {
      message.textContent = text;
    };
    /** Which of the two steps is shown: name and password, or the code of whoever has two-factor. */
    const showStep = (isCode) => {
      for (const part of form.querySelectorAll("[data-portal-password-step]")) part.hidden = isCode;
      form.querySelector("[data-portal-code-step]").hidden = !isCode;
    };
    const isCodeStep = () => !form.querySelector("[data-portal-code-step]").hidden;
    /** The first time it only warns: what is typed on the page cannot be saved without a session. */
    const giveUp = (event) => {
      event.preventDefault();
      if (warned) return dialog.close();
      warned = true;
      say(dialog.dataset.portalCancelWarning);
      return undefined;
    };
    const submit = async (event) => {
      event.preventDefault();
      const button = form.querySelector("[type=submit]");
      if (button.disabled) return;
      button.disabled = true;
      say("");
      try {
        const answer = await attempt(dialog, form, isCodeStep() ? dialog.dataset.portalCodeAddress : form.action);
        if (answer.ok) {
          person = answer;
          dialog.close();
        } else {
          say(answer.message);
          warned = false;
          if (answer.code_wanted || answer.password_wanted) showStep(Boolean(answer.code_wanted));
        }
      } catch (error) {
        say(error.name === "NoAnswer" ? error.message : dialog.dataset.portalNoAnswer);
      } finally {
        button.disabled = false;
        password.value = code.value = "";
        if (dialog.open) (isCodeStep() ? code : password).focus();
      }
    };

    return new Promise((resolve, reject) => {
      const { signal } = listeners;
      form.addEventListener("submit", submit, { signal });
      dialog.querySelector("[data-portal-cancel]").addEventListener("click", giveUp, { signal });
      dialog.addEventListener("cancel", giveUp, { signal });
      dialog.addEventListener(
        "close",
        () => {
          listeners.abort();
          password.value = code.value = "";
          say("");
          showStep(false);
          if (person) resolve(person);
          else reject(named("SignInCancelled", dialog.dataset.portalCancelWarning));
        },
        { signal },
      );
      say(firstMessage);
      dialog.showModal();
      (form.elements.username.value ? password : form.elements.username).focus();
    });
  }

  /** One try; a token that went stale meanwhile (a sign-in in another tab) is fetched anew, once. */
  async function attempt(dialog, form, address, isSecond = false) {
    const { csrf } = await ask(dialog);
    const response = await send(dialog, address, {
      method: "POST",
      headers: { "X-CSRFToken": csrf },
      body: new URLSearchParams(new FormData(form)),
    });
    if (response.status === 403 && !isSecond) return attempt(dialog, form, address, true);
    return response.json();
  }

  function named(name, message) {
    const error = new Error(message);
    error.name = name;
    return error;
  }

  window.PortalSession = { ensure };
})();
