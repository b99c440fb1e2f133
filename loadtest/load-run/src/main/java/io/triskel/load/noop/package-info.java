/** The target without a bus, which shows what the tool itself costs and can do. */
@NullMarked
package io.triskel.load.noop;

import org.jspecify.annotations.NullMarked;
