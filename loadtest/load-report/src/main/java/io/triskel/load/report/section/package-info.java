/**
 * The sections of a report, one class each: the answer of a run to one question, as tables, drawings and words. A
 * {@link io.triskel.load.report.section.Section} knows neither HTML pages nor Markdown files; package {@code write} makes them.
 */
@NullMarked
package io.triskel.load.report.section;

import org.jspecify.annotations.NullMarked;
