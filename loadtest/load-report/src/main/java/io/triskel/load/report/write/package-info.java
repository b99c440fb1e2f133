/** Sections and figures as files: HTML, Markdown, CSV and JSON. Each class here has one format, and none of them decides what is said. */
@NullMarked
package io.triskel.load.report.write;

import org.jspecify.annotations.NullMarked;
