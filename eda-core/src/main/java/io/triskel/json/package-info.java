/**
 * Converts Java values to and from JSON: maps records, closed sets, times and encrypted personal data, checks that what is
 * written can be read, and describes a type's JSON as text and as JSON Schema.
 *
 * <p>Its types are public for {@code codec}, {@code decide} and {@code projection}; they are not API, no other module may use them, and they are
 * not in the published Javadoc. Start at {@link io.triskel.json.JsonMapping}.
 */
@NullMarked
package io.triskel.json;

import org.jspecify.annotations.NullMarked;
