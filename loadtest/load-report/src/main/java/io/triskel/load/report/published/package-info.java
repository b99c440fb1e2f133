/**
 * What others have published about the same services. The data is {@code published.json} beside these classes, each entry with its
 * source, the date of that source, and how far it can be trusted.
 */
@NullMarked
package io.triskel.load.report.published;

import org.jspecify.annotations.NullMarked;
