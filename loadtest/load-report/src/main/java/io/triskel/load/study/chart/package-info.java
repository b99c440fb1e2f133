/** Drawings of the study as SVG, in the colours of the report. They know values and words, and nothing of where they come from. */
@NullMarked
package io.triskel.load.study.chart;

import org.jspecify.annotations.NullMarked;
