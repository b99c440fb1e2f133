'use strict';
(() => {
  const root = document.documentElement;
  const byId = id => document.getElementById(id);
  const wanted = new URLSearchParams(location.hash.slice(1)).get('theme');
  if (wanted) root.dataset.theme = wanted;

  const isDark = () => root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  const name = () => { byId('theme').textContent = isDark() ? byId('theme').dataset.light : byId('theme').dataset.dark; };
  byId('theme').onclick = () => { root.dataset.theme = isDark() ? 'light' : 'dark'; name(); };
  byId('print').onclick = () => print();
  document.querySelector('.tools').hidden = false;
  name();

  const links = new Map([...document.querySelectorAll('.toc a')].map(link => [link.hash.slice(1), link]));
  const spy = new IntersectionObserver(entries => entries.filter(one => one.isIntersecting).forEach(one => {
    links.forEach((link, id) => id === one.target.id ? link.setAttribute('aria-current', 'true') : link.removeAttribute('aria-current'));
  }), {rootMargin: '-20% 0px -70% 0px'});
  document.querySelectorAll('main > section').forEach(section => spy.observe(section));

  // Shows limits by their verdict. Each topic is written once, at its first visible row.
  const limits = document.querySelector('#limits table');
  if (limits) {
    const rows = [...limits.tBodies[0].rows];
    const verdict = row => row.lastElementChild.textContent;
    const group = byId('verdicts');
    const show = (button, wanted) => {
      let above = '';
      for (const row of rows) {
        row.hidden = wanted !== '' && verdict(row) !== wanted;
        if (row.hidden) continue;
        const topic = row.querySelector('th');
        topic.firstElementChild?.classList.toggle('vh', topic.textContent === above);
        above = topic.textContent;
      }
      [...group.children].forEach(one => one.setAttribute('aria-pressed', String(one === button)));
    };
    const add = (wanted, label, count) => {
      const button = document.createElement('button');
      Object.assign(button, {type: 'button', className: 'btn', textContent: label + ' ' + count});
      button.onclick = () => show(button, wanted);
      group.append(button);
      return button;
    };
    const all = add('', group.dataset.all, rows.length);
    new Set(rows.map(verdict)).forEach(one => add(one, one, rows.filter(row => verdict(row) === one).length));
    group.hidden = false;
    show(all, '');
  }

  // Figures of emulators stay in templates, which no browser shows, reads out or prints, until the reader asks for them.
  let uncovered = false;
  let moved = () => {};
  const buttons = [...document.querySelectorAll('.uncover')];
  const uncover = wanted => {
    uncovered = wanted;
    document.querySelectorAll('[data-uncovered]').forEach(one => one.remove());
    for (const place of document.querySelectorAll('main template')) {
      const cover = place.previousElementSibling;
      if (cover?.classList.contains('cover')) cover.hidden = wanted;
      if (!wanted) continue;
      const copy = place.content.firstElementChild.cloneNode(true);
      copy.dataset.uncovered = '';
      place.after(copy);
    }
    buttons.forEach(one => { one.textContent = wanted ? one.dataset.hide : one.dataset.show; });
    moved();
  };
  buttons.forEach(one => { one.hidden = false; one.onclick = () => uncover(!uncovered); });

  const box = byId('readout');
  if (!box) return;
  const data = JSON.parse(byId('samples').textContent);
  const parts = data.clocks.length;
  const slider = byId('moment');
  const cursor = plot => {
    if (plot.lastElementChild?.matches('.cur')) return plot.lastElementChild;
    const line = document.createElementNS('http://www.w3.org/2000/svg', 'line');
    line.setAttribute('class', 'cur');
    line.setAttribute('y1', '0');
    line.setAttribute('y2', '100%');
    plot.append(line);
    return line;
  };
  const cells = [...box.querySelectorAll(':scope > div')];
  const show = () => {
    const part = Number(slider.value);
    const x = (part + .5) / parts * 100 + '%';
    document.querySelectorAll('.tgrid .pl').forEach(plot => { cursor(plot).setAttribute('x1', x); cursor(plot).setAttribute('x2', x); });
    cells[0].querySelector('b').textContent = data.clocks[part];
    cells[0].querySelector('span').textContent = data.phases[part];
    const texts = data.targets.map((one, i) => one[part] + (uncovered && data.covered[i].length ? ', ' + data.covered[i][part] : ''));
    texts.forEach((text, i) => { cells[i + 1].querySelector(':scope > span:last-child').textContent = text; });
    slider.setAttribute('aria-valuetext', [data.clocks[part], data.phases[part],
      ...texts.map((text, i) => cells[i + 1].querySelector('.t').textContent + ' ' + text)].join('; '));
  };
  slider.oninput = show;
  moved = show;
  document.querySelector('.tgrid').onpointermove = event => {
    const plot = event.target.closest('.pl');
    if (!plot) return;
    const place = plot.getBoundingClientRect();
    slider.value = Math.floor((event.clientX - place.left) / place.width * parts);
    show();
  };
  box.hidden = false;
  slider.value = Math.floor(parts / 2);
  show();
})();
