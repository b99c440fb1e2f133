/**
 * Java values to JSON and back: the mapping of records, closed sets, times and sealed personal data, the check that whatever can be
 * written can be read, and the shape of a type's JSON as text and as JSON Schema.
 *
 * <p>Its types are public for {@code codec} and for other modules of ours; they are not API, and not in the Javadoc. No envelope and no
 * registry may enter. Start reading at {@link io.triskel.json.JsonMapping}.
 */
@NullMarked
package io.triskel.json;

import org.jspecify.annotations.NullMarked;
