// What copies of the pages find out about themselves, one after the other in a frame of a telephone's width: whether anything is
// wider than it, what axe says, and whether Tab comes to every link, button and field.
const unpacked = new TextDecoder().decode(Uint8Array.from(atob(document.getElementById('pages').textContent), one => one.charCodeAt(0)));
const { axe, pages } = JSON.parse(unpacked);
const frame = document.getElementById('phone');
const found = [];
const shown = one => one.outerHTML.slice(0, 100);

async function look(name, text) {
  await new Promise(loaded => { frame.onload = loaded; frame.srcdoc = text; });
  const page = frame.contentDocument;
  const say = what => found.push(name + ': ' + what);
  const wide = page.documentElement.scrollWidth;
  if (wide > 320) {
    const who = [...page.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > 321 && !one.closest('.table'));
    say('wider than 320: ' + wide + ' ' + who.slice(0, 3).map(shown).join(' | '));
  }
  if (page.querySelector('script')) say('has a script');
  const all = page.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary, [tabindex="0"]');
  for (const one of all) {
    if (one.closest('details:not([open])') && one.tagName !== 'SUMMARY') continue;
    one.focus();
    if (one.tabIndex !== 0 || page.activeElement !== one) say('Tab passes by ' + shown(one));
    if (one.getBoundingClientRect().height < 24) say('lower than 24: ' + shown(one));
  }
  page.querySelectorAll('details').forEach(one => { one.open = true; });
  frame.contentWindow.eval(axe);
  const result = await frame.contentWindow.axe.run(page);
  for (const one of result.violations) say(one.id + ': ' + one.nodes.slice(0, 3).map(node => node.html.slice(0, 120)).join(' | '));
}

(async () => {
  for (const [name, text] of Object.entries(pages)) await look(name, text);
  document.getElementById('found').textContent = found.join('\n') || 'nothing in ' + Object.keys(pages).length;
})();
