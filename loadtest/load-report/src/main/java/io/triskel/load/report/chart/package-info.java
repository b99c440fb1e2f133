/**
 * Drawings as SVG, complete without scripts. A drawing is as wide as its place: lines are stretched; texts and marks are placed at shares
 * of the width and keep their size. Each column keeps its lowest and its highest sample, so no peak is lost.
 */
@NullMarked
package io.triskel.load.report.chart;

import org.jspecify.annotations.NullMarked;
