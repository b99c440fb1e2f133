/** Results of load tests, merged and written for people: one HTML page that opens offline, Markdown, CSV and versioned JSON. */
@NullMarked
package io.triskel.load.report;

import org.jspecify.annotations.NullMarked;
