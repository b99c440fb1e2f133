'use strict';
(() => {
  const clouds = ['aws', 'azure', 'gcp'];
  const totals = document.getElementById('totals');
  if (!totals) return;
  const french = totals.dataset.language === 'fr';
  const format = new Intl.NumberFormat(french ? 'fr' : 'en', {minimumFractionDigits: 1, maximumFractionDigits: 1});
  const short = new Intl.NumberFormat(french ? 'fr' : 'en', {maximumFractionDigits: 2});
  const share = new Intl.NumberFormat(french ? 'fr' : 'en', {style: 'percent', maximumFractionDigits: 0});
  const sliders = [...document.querySelectorAll('#scores input')];
  const live = document.getElementById('live');
  const cells = id => [...document.getElementById(id).querySelectorAll('td')];
  const spread = (low, high) => {
    const from = format.format(low), to = format.format(high);
    return from === to ? from : from + (french ? ' à ' : ' to ') + to;
  };
  const rows = sliders.map(slider => ({
    slider,
    weight: slider.closest('tr').querySelector('td.words'),
    scores: slider.dataset.aws ? clouds.map(cloud => slider.dataset[cloud].split(' ').map(Number)) : null
  }));
  const update = () => {
    let all = 0, scored = 0;
    const sums = clouds.map(() => [0, 0, 0]);
    for (const row of rows) {
      const weight = Number(row.slider.value);
      row.weight.textContent = short.format(weight);
      all += weight;
      if (!row.scores) continue;
      scored += weight;
      row.scores.forEach((score, cloud) => score.forEach((part, i) => { sums[cloud][i] += weight * part; }));
    }
    sums.forEach((sum, i) => {
      cells('total')[i].textContent = scored > 0 ? format.format(sum[1] / scored) : '–';
      cells('bounds')[i].textContent = scored > 0 ? spread(sum[0] / scored, sum[2] / scored) : '–';
      cells('reach')[i].textContent = all > 0 ? spread(sum[0] / all, (sum[2] + 10 * (all - scored)) / all) : '–';
    });
    live.textContent = totals.dataset.scored + (french ? ' : ' : ': ') + (all > 0 ? share.format(scored / all) : '–');
  };
  sliders.forEach(slider => { slider.oninput = update; });
  document.getElementById('reset').onclick = () => {
    sliders.forEach(slider => { slider.value = slider.dataset.weight; });
    update();
  };
  document.querySelectorAll('.needs-script').forEach(part => { part.hidden = false; });
  live.hidden = false;
  update();
})();
