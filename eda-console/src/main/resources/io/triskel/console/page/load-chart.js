// Series of a load test over its seconds, drawn by uPlot.
import uPlot from '../webjars/uplot/dist/uPlot.esm.js';
import {num} from './format.js';

const charts = new WeakMap();

const colour = element => getComputedStyle(element).color;
const faint = (element, share) => colour(element).replace(/^rgb\((.*)\)$/, `rgba($1, ${share})`);

const decades = (low, high) => [10 ** Math.floor(Math.log10(low ?? 1)), 10 ** Math.ceil(Math.log10(high ?? 10) + .001)];

function powers(low, high) {
  const all = [];
  for (let one = low; one <= high * 1.001; one *= 10) all.push(one);
  return all;
}

function options(element, lines, {log, most, limit}) {
  const {width, height} = element.getBoundingClientRect();
  const axis = {stroke: () => colour(element.parentElement), font: '11px system-ui', ticks: {show: false}, grid: {stroke: () => faint(element.parentElement, .14), width: 1}};
  const y = log ? {distr: 3, range: (plot, low, high) => decades(low, high)} : {range: (plot, low, high) => [0, most ?? Math.max(1, high ?? 1) * 1.1]};
  const dashes = {thin: [4, 3], line: undefined, limit: [2, 4]};
  return {
    width: Math.floor(width), height: Math.floor(height), legend: {show: false}, cursor: {show: false}, padding: [6, 16, 0, 0],
    scales: {x: {time: false, range: (plot, low, high) => [0, Math.max(10, high ?? 10)]}, y},
    axes: [
      {...axis, size: 22, space: 50, values: (plot, at) => at.map(one => num(one) + '\u00a0s')},
      {...axis, size: 52, space: 24, ...log ? {splits: (plot, i, low, high) => powers(low, high)} : {}, values: (plot, at) => at.map(one => log && one < 1 ? num(one, 1) : one % 1 ? null : num(one))},
    ],
    series: [{}, ...[...lines, ...limit ? ['limit'] : []].map(kind => ({stroke: () => kind === 'limit' ? colour(element.parentElement) : colour(element), width: kind === 'line' ? 1.8 : 1.1, dash: dashes[kind], points: {show: false}, spanGaps: false}))],
  };
}

/** The series of seconds; nothing joins two that have a gap between them. */
function data(seconds, values, limit) {
  const x = [];
  const series = values.map(() => []);
  let end = 0;
  for (const one of seconds) {
    if (one.t > end && x.length) {
      x.push(end + .5);
      series.forEach(each => each.push(null));
    }
    end = one.t + one.span;
    x.push(end);
    values.forEach((value, i) => series[i].push(value(one) ?? null));
  }
  return [x, ...series, ...limit ? [x.map(() => limit)] : []];
}

/** Makes the chart of an element once for each run, and gives it what there is now. */
export function loadChart(element, run, {lines, values, ...wanted}) {
  const version = `${run.key} ${run.version}`;
  let known = charts.get(element);
  if (known && known.run !== run.key) {
    known.plot.destroy();
    known = null;
  }
  const {width, height} = element.getBoundingClientRect();
  if (!known) {
    if (run.seconds.length < 2 || !width) return;
    known = {run: run.key, version, plot: new uPlot(options(element, lines, wanted), data(run.seconds, values, wanted.limit), element)};
    charts.set(element, known);
  } else if (known.version !== version) {
    known.version = version;
    known.plot.setData(data(run.seconds, values, wanted.limit));
  }
  if (known.plot.width !== Math.floor(width)) known.plot.setSize({width: Math.floor(width), height: Math.floor(height)});
}

/** After a change of theme: colours are asked for again. */
export const repaint = element => charts.get(element)?.plot.redraw(false);
