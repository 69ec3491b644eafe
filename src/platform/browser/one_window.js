// Keeps the pages of a session in their one window. A link or form that would open another tab is followed where it stands:
// a tab brings a line for addresses and a menu with it. A window that a page opens by itself has neither, and stays one.
(() => {
    const kept = new Set(["", "_self", "_top", "_parent"]);
    const isFrame = name => [...document.querySelectorAll("iframe, frame")].some(frame => frame.name === name);
    const stays = name => kept.has(name.toLowerCase()) || isFrame(name);
    const usual = () => document.querySelector("base[target]")?.target ?? "";

    const followed = event => {
        const link = event.composedPath().find(part => part instanceof Element && part.matches("a[href], area[href]"));
        if (!link) return;
        const elsewhere = event.ctrlKey || event.shiftKey || event.metaKey || event.altKey || event.button === 1;
        if (elsewhere && event.button !== 2) {
            // What a key or the middle button would open beside, is followed here.
            event.preventDefault();
            event.stopImmediatePropagation();
            link.target = "_self";
            if (event.isTrusted) link.click();
        } else if (!stays(link.target || usual())) {
            link.target = "_top";
        }
    };
    addEventListener("click", followed, true);
    addEventListener("auxclick", followed, true);

    const sent = form => {
        if (!stays(form.getAttribute("target") ?? usual())) form.setAttribute("target", "_top");
    };
    addEventListener("submit", event => {
        sent(event.target);
        event.submitter?.removeAttribute("formtarget");
    }, true);
    const submit = HTMLFormElement.prototype.submit;
    HTMLFormElement.prototype.submit = function () {
        sent(this);
        return submit.call(this);
    };

    const open = window.open;
    window.open = function (address, name = "", features = "") {
        const isOwn = String(features) !== "" || (name !== "" && stays(String(name)));
        return isOwn ? open.call(this, address, name, features) : open.call(this, address, name, "popup");
    };
})();
