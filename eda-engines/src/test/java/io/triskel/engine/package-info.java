/** Tests of exports and of the desk, with a small shop's fulfilment. */
@NullMarked
package io.triskel.engine;

import org.jspecify.annotations.NullMarked;
