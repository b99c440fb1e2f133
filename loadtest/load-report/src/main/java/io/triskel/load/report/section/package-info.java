/**
 * The sections of a report, one class each: what a run says about one question, as tables, drawings and words. A
 * {@link io.triskel.load.report.section.Section} knows neither HTML pages nor Markdown files; {@code write} makes them of it.
 */
@NullMarked
package io.triskel.load.report.section;

import org.jspecify.annotations.NullMarked;
