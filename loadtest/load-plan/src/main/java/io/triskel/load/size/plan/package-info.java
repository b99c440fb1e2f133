/** What a cloud's offers are sized by, and what comes of it: needs, limits, items of a bill. No cloud's own words. */
@NullMarked
package io.triskel.load.size.plan;

import org.jspecify.annotations.NullMarked;
