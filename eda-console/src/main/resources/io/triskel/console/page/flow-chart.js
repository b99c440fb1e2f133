// Series over time, drawn by uPlot: a line beside the rate, and two charts of one target.
import uPlot from '../webjars/uplot/dist/uPlot.esm.js';
import {num} from './format.js';

const charts = new WeakMap();
const UNIT = 1000;

const colour = element => getComputedStyle(element).color;

function options(element, lines, small) {
  const {width, height} = element.getBoundingClientRect();
  const axis = {stroke: () => colour(element.parentElement), font: '11px system-ui', ticks: {show: false}, grid: {stroke: () => edge(element), width: 1}};
  return {
    width: Math.floor(width), height: Math.floor(height), legend: {show: false}, cursor: {show: false}, padding: small ? [2, 1, 1, 1] : [6, 4, 0, 0],
    scales: {x: {time: true}, y: {range: (plot, low, high) => [0, Math.max(small ? 1 : .001, high || 1) * 1.1]}},
    axes: small ? [{show: false}, {show: false}] : [
      {...axis, size: 22, space: 60, values: (plot, at) => at.map(one => new Date(one * UNIT).toISOString().slice(11, 16))},
      {...axis, size: 40, space: 24, values: (plot, at) => at.map(one => num(one, one < 10 && one % 1 ? 1 : 0))},
    ],
    series: [{}, ...lines.map(({dash, fill}) => ({stroke: () => colour(element), width: 1.5, dash, points: {show: false}, fill: fill ? () => faint(element) : undefined}))],
  };
}

const faint = element => colour(element).replace(/^rgb\((.*)\)$/, 'rgba($1, .14)');
const edge = element => faint(element.parentElement);

/** Makes the chart of an element once, and gives it what there is now. */
export function chart(element, data, lines, small = false) {
  if (data[0].length < 2) return;
  let plot = charts.get(element);
  const {width, height} = element.getBoundingClientRect();
  if (!plot) charts.set(element, plot = new uPlot(options(element, lines, small), data, element));
  else plot.setData(data);
  if (plot.width !== Math.floor(width)) plot.setSize({width: Math.floor(width), height: Math.floor(height)});
}

/** After a change of theme: colours are asked for again. */
export const repaint = element => charts.get(element)?.redraw(false);
