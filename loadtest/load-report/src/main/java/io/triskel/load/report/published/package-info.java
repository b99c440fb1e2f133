/**
 * Results that others published about the same services. {@code published.json} in this package has them, each with its source, the date
 * of the source, and how far it can be trusted.
 */
@NullMarked
package io.triskel.load.report.published;

import org.jspecify.annotations.NullMarked;
