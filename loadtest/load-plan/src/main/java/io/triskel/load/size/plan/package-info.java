/** The input and output of sizing: needs, limits, items of a bill. No cloud's own words. */
@NullMarked
package io.triskel.load.size.plan;

import org.jspecify.annotations.NullMarked;
