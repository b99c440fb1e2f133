/**
 * Drawings as SVG, complete without scripts. A drawing is as wide as its place: lines are stretched, texts and marks stand at shares of
 * the width and keep their size. Samples are reduced to the lowest and the highest per column, so no peak is lost.
 */
@NullMarked
package io.triskel.load.report.chart;

import org.jspecify.annotations.NullMarked;
