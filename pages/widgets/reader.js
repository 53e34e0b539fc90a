/* The reader's controls: favourites, the link of this view, the theme. Texts are set as text, never as HTML. */
const PLACE = 'lastmile.favourites';
const INWARD = /^[a-z_]*(\?[\w.~%!$&'()*+,;=:@/-]*)?$/;
const MOST = 50;

function made(tag, properties, ...children) {
  const each = Object.assign(document.createElement(tag), properties);
  each.append(...children);
  return each;
}

function read() {
  try {
    const told = JSON.parse(localStorage.getItem(PLACE) || '[]');
    return told.filter((each) => typeof each.name === 'string' && INWARD.test(each.address));
  } catch {
    return [];
  }
}

/* Folder of the dashboard, and this view's address within it: `page?parameters`. */
function base() {
  return location.pathname.replace(/[^/]*$/, '');
}

function address(kind) {
  const asked = new URLSearchParams(location.search);
  asked.delete('embed_options');
  if (kind) {
    asked.set('period', kind); // the name of a kind means its newest finished period
    asked.delete('as_of');
  }
  return `${location.pathname.slice(base().length)}?${asked}`;
}

async function copy(told) {
  try {
    await navigator.clipboard.writeText(told);
  } catch { // without TLS a browser has no clipboard for pages
    const field = made('textarea', { value: told });
    document.body.append(field);
    field.select();
    document.execCommand('copy');
    field.remove();
  }
}

/* Streamlit keeps the theme by page: kept for all of them, it stays when another one is loaded. */
function wear(theme, pages) {
  const name = JSON.stringify(theme === 'dark' ? 'Dark' : 'Light');
  for (const page of ['', ...pages]) localStorage.setItem(`stActiveTheme-${base()}${page}-v2`, name);
  const there = new URL(location.href);
  there.searchParams.delete('embed_options');
  if (there.href === location.href) location.reload();
  else location.replace(there);
}

/* Streamlit adds an entry to the browser's history for every choice, and again when one is gone back to: there would be
   no way back to the page before. One entry a page, with its choices as they were when the reader left it: the next
   page's first choices reach the browser before its name does. */
function keepOneEntryPerPage() {
  if (window.oneEntryPerPage) return;
  window.oneEntryPerPage = true;
  let left = location.href;
  for (const act of ['pointerdown', 'keydown']) addEventListener(act, () => { left = location.href; }, true);
  const push = history.pushState.bind(history);
  history.pushState = (state, unused, address) => {
    const path = (told) => new URL(told, location.href).pathname;
    if (path(address ?? location.href) === location.pathname) {
      history.replaceState(state, unused, address);
      return;
    }
    if (path(left) === location.pathname) history.replaceState(history.state, unused, left);
    push(state, unused, address);
  };
}

export default function reader({ parentElement, data, setTriggerValue }) {
  keepOneEntryPerPage();
  document.documentElement.lang = data.language; // for screen readers, and for the shapes of Chinese characters
  const bar = parentElement.querySelector('.reader-bar');
  const { words } = data;
  const onServer = Array.isArray(data.kept);
  const kept = onServer ? data.kept : read();
  const say = (told) => { status.textContent = told; };
  const store = (list) => { localStorage.setItem(PLACE, JSON.stringify(list)); draw(list); };

  const status = made('span', { className: 'said', role: 'status', textContent: bar.dataset.said || '' });
  /* The server draws all of this anew after it has obeyed. */
  const ask = (act, told, said) => { Object.assign(bar.dataset, { again: '1', said }); setTriggerValue(act, told); };
  const list = made('ul', {});
  const name = made('input', { type: 'text', value: data.name, maxLength: 80, ariaLabel: words.name });
  const newest = made('input', { type: 'checkbox', checked: true });
  const panel = made('div', { className: 'kept-views', hidden: true, id: 'kept-views' });
  const opener = made('button', { className: 'own', type: 'button', textContent: `☆ ${words.favourites}` });
  opener.setAttribute('aria-controls', 'kept-views');

  const open = (wanted) => {
    panel.hidden = !wanted;
    opener.setAttribute('aria-expanded', String(wanted));
    if (wanted) (list.querySelector('a') || name).focus();
  };
  const keep = (event) => {
    event.preventDefault();
    const view = { name: name.value.trim() || data.name, address: address(data.kind && newest.checked && data.kind) };
    if (kept.length >= MOST) return say(words.full);
    if (onServer) return ask('keep', view, words.kept);
    store([...read(), view]);
    return say(words.kept);
  };
  const drop = (each, place) => {
    if (onServer) ask('drop', each.number, '');
    else store(read().filter((_, number) => number !== place));
  };
  function draw(views) {
    list.replaceChildren(...views.map((each, place) => made('li', {},
      made('a', { href: base() + each.address, target: '_self', textContent: each.name }),
      made('button', { type: 'button', className: 'drop', textContent: '×', ariaLabel: `${words.remove} ${each.name}`,
        title: words.remove, onclick: () => drop(each, place) }))));
    if (!views.length) list.append(made('li', { className: 'none', textContent: words.none }));
  }

  opener.onclick = () => open(panel.hidden);
  const form = made('form', { onsubmit: keep }, made('b', { textContent: words.keep_this }), name);
  if (data.kind) form.append(made('label', {}, newest, words.newest));
  form.append(made('button', { type: 'submit', className: 'own', textContent: words.keep }));
  panel.append(list, form);
  const link = made('button', { className: 'own', type: 'button', textContent: words.link,
    onclick: async () => { await copy(location.origin + base() + address()); say(words.copied); } });
  const [theme, label] = data.theme;
  const other = made('button', { className: 'own theme', type: 'button', textContent: label,
    onclick: () => wear(theme, data.pages) });

  draw(kept);
  bar.replaceChildren(status, made('span', { className: 'holder' }, opener, panel), link, other);
  open(Boolean(bar.dataset.again));
  Object.assign(bar.dataset, { again: '', said: '' });
  const outside = (event) => { if (!panel.hidden && !bar.contains(event.target)) open(false); };
  const escape = (event) => {
    if (event.key === 'Escape' && !panel.hidden) { open(false); opener.focus(); event.stopPropagation(); }
  };
  document.addEventListener('pointerdown', outside);
  bar.addEventListener('keydown', escape);
  return () => {
    document.removeEventListener('pointerdown', outside);
    bar.removeEventListener('keydown', escape);
  };
}
