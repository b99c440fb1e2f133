'use strict';
(() => {
  const totals = document.getElementById('totals');
  if (!totals) return;
  const says = totals.dataset;
  const clouds = [...document.querySelectorAll('#ranks > div')].map(bar => bar.dataset.cloud);
  const french = says.language === 'fr';
  const format = new Intl.NumberFormat(french ? 'fr' : 'en', {minimumFractionDigits: 1, maximumFractionDigits: 1});
  const short = new Intl.NumberFormat(french ? 'fr' : 'en', {maximumFractionDigits: 2});
  const fill = (text, ...parts) => text.replace(/\{(\d)\}/g, (place, i) => parts[i]);
  const percent = share => fill(says.percent, Math.round(100 * share));
  const names = [...totals.querySelectorAll('thead th')].map(one => one.textContent);
  const live = document.getElementById('live');
  const presets = [...document.querySelectorAll('#presets button')];
  const cells = id => [...document.getElementById(id).querySelectorAll('td')];
  const spread = (low, high) => {
    const from = format.format(low), to = format.format(high);
    return from === to ? from : from + (french ? ' à ' : ' to ') + to;
  };
  const bounds = (slider, kind) => slider.hasAttribute('data-' + kind + clouds[0])
    ? clouds.map(cloud => slider.getAttribute('data-' + kind + cloud).split(' ').map(Number)) : null;
  const rows = [...document.querySelectorAll('#scores input')].map(slider => ({
    slider,
    id: slider.dataset.id,
    filed: Number(slider.dataset.weight),
    measured: slider.dataset.basis === 'measured',
    label: slider.closest('tr').querySelector('td.words > span'),
    swing: slider.closest('tr').querySelector('td.words > small'),
    scores: bounds(slider, ''),
    figures: bounds(slider, 'figure-'),
    less: slider.hasAttribute('data-less')
  }));
  const change = new Map([...document.querySelectorAll('[data-change]')].map(cell => [cell.dataset.change, {cell, filed: cell.textContent}]));
  const EQUAL = 1e-9;

  // The weight of one criterion at which another cloud comes first, as Sensitivity.java finds it.
  const turn = (row, sums, first) => {
    const found = [];
    clouds.forEach((cloud, other) => {
      const ahead = sums[first][1] - sums[other][1], slope = row.scores[first][1] - row.scores[other][1];
      if (!(ahead > EQUAL) || Math.abs(slope) <= EQUAL) return;
      const threshold = row.now - ahead / slope;
      if (threshold > EQUAL) found.push({threshold, other, size: Math.abs(threshold - row.now), gain: row.scores[other][1] * Math.sign(threshold - row.now)});
    });
    const least = Math.min(...found.map(one => one.size));
    return found.filter(one => one.size - least <= EQUAL).sort((one, other) => other.gain - one.gain)[0];
  };

  // How often each cloud is first, by the same random numbers as Stability.java: within the bounds of scores, or of the figures behind them.
  const DRAWS = 2000;
  const stability = () => {
    let state = 42;
    const next = () => (state = (Math.imul(state, 1664525) + 1013904223) | 0, (state >>> 0) / 2 ** 32);
    const drawn = row => {
      const within = clouds.map((cloud, i) => {
        const [low, high] = row.figures ? row.figures[i] : row.scores ? [row.scores[i][0], row.scores[i][2]] : [0, 10];
        return low + next() * (high - low);
      });
      if (!row.figures) return within;
      const best = row.less ? Math.min(...within) : Math.max(...within);
      return within.map(own => { const [upper, lower] = row.less ? [best, own] : [own, best]; return upper >= lower ? 10 : 10 * upper / lower; });
    };
    const counts = [clouds.map(() => 0), clouds.map(() => 0)];
    for (let i = 0; i < DRAWS; i++) {
      const known = clouds.map(() => 0), any = clouds.map(() => 0);
      for (const row of rows) {
        const weight = row.now * (0.5 + next());
        drawn(row).forEach((score, cloud) => {
          known[cloud] += row.scores ? weight * score : 0;
          any[cloud] += weight * score;
        });
      }
      [known, any].forEach((sums, kind) => sums.forEach((own, cloud) => {
        if (sums.every((other, i) => i === cloud || own - other > EQUAL)) counts[kind][cloud]++;
      }));
    }
    return counts.map(count => count.map(one => one / DRAWS));
  };

  const update = () => {
    let all = 0, scored = 0, measured = false;
    const sums = clouds.map(() => [0, 0, 0]);
    for (const row of rows) {
      row.now = Number(row.slider.value);
      row.label.textContent = short.format(row.now);
      all += row.now;
      if (!row.scores) continue;
      scored += row.now;
      measured = measured || row.measured && row.now > 0;
      row.scores.forEach((score, cloud) => score.forEach((part, i) => { sums[cloud][i] += row.now * part; }));
    }
    const moved = rows.some(row => row.now !== row.filed);
    const missing = 10 * (all - scored);
    const [byEvidence, byAll] = stability();
    sums.forEach((sum, i) => {
      cells('total')[i].textContent = scored > 0 ? spread(sum[0] / scored, sum[2] / scored) : '–';
      cells('reach')[i].textContent = all > 0 ? spread(sum[0] / all, (sum[2] + missing) / all) : '–';
      cells('first')[i].textContent = scored > 0 ? percent(byEvidence[i]) : '–';
      cells('first-any')[i].textContent = all > 0 ? percent(byAll[i]) : '–';
    });
    // As Leader.java: measured, enough of the weight scored, and first whatever the bounds and the missing scores are.
    const order = clouds.map((cloud, i) => i).sort((one, other) => sums[other][1] - sums[one][1]);
    const first = order[0];
    const leads = measured && scored / all >= Number(says.least)
      && sums.every((sum, i) => i === first || sums[first][0] - sum[2] > missing);
    for (const row of rows) {
      const width = order.slice(0, 2).reduce((sum, i) => sum + (row.scores ? row.scores[i][2] - row.scores[i][0] : 10), 0);
      row.swing.textContent = fill(says.swing, format.format(all > 0 && clouds.length > 1 ? width * row.now / all : 0));
      const told = change.get(row.id);
      if (!told || !row.scores) continue;
      const turning = moved ? turn(row, sums, first) : null;
      told.cell.textContent = !moved ? told.filed : !turning ? says.never
        : fill(turning.threshold > row.now ? says.above : says.below, short.format(turning.threshold), names[turning.other], names[first]);
    }
    document.querySelectorAll('#ranks > div').forEach((bar, i) => {
      let end = 0;
      const parts = [...bar.querySelectorAll('.track > rect')];
      const width = (part, share) => {
        part.setAttribute('x', 100 * end + '%');
        part.setAttribute('width', 100 * share + '%');
        end += share;
      };
      rows.forEach((row, k) => width(parts[k], all > 0 && row.scores ? row.now * row.scores[i][0] / all / 10 : 0));
      width(parts[rows.length], all > 0 ? (sums[i][2] - sums[i][0]) / all / 10 : 0);
      width(parts[rows.length + 1], all > 0 ? (all - scored) / all : 0);
      bar.querySelector('.leads').textContent = leads && i === first ? says.mark : '';
      bar.querySelector('.reach').textContent = cells('reach')[i].textContent;
      bar.querySelector('.first').textContent = fill(says.first, cells('first-any')[i].textContent);
    });
    live.textContent = (leads ? fill(says.leads, names[first]) : says.none) + ' ' + says.scored + (french ? '\u00a0: ' : ': ')
      + (all > 0 ? percent(scored / all) : '–') + '.';
    presets.forEach(button => button.setAttribute('aria-pressed', String(rows.every(row => row.now === set(button.dataset.preset, row)))));
  };

  // 30 percent of all for the criterion that comes first; the others as in the profile.
  const set = (preset, row) => {
    const rest = rows.reduce((sum, one) => one.id === preset ? sum : sum + one.filed, 0);
    return preset === 'profile' || preset !== 'equal' && row.id !== preset ? row.filed
      : preset === 'equal' ? 10 : Math.max(row.filed, Math.round(2 * rest * 3 / 7) / 2);
  };
  rows.forEach(row => { row.slider.oninput = update; });
  presets.forEach(button => {
    button.onclick = () => {
      rows.forEach(row => { row.slider.value = set(button.dataset.preset, row); });
      update();
    };
  });
  document.querySelectorAll('.needs-script').forEach(part => { part.hidden = false; });
  live.hidden = false;
  update();
})();
