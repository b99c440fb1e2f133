/** How records are read from JSON and written, and what was expected of JSON that cannot be read, in words. */
@NullMarked
package io.triskel.load.json;

import org.jspecify.annotations.NullMarked;
