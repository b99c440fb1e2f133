/** Sections and figures as files: HTML, Markdown, CSV and JSON. Each class writes one format; none of them decides on the content. */
@NullMarked
package io.triskel.load.report.write;

import org.jspecify.annotations.NullMarked;
