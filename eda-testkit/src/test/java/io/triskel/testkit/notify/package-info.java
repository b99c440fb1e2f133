/** Proves that the contract of lookups holds where it should, and can fail. */
@NullMarked
package io.triskel.testkit.notify;

import org.jspecify.annotations.NullMarked;
