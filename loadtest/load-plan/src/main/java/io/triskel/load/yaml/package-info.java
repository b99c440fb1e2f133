/**
 * Strict YAML for people: unknown fields are errors with their line and the name that was meant, and values have units. The meaning of a
 * file is elsewhere. Reading starts at {@link io.triskel.load.yaml.StrictYaml}.
 */
@NullMarked
package io.triskel.load.yaml;

import org.jspecify.annotations.NullMarked;
