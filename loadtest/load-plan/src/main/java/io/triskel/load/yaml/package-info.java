/**
 * What people write, read strictly: plain YAML whose unknown fields are errors with their line and the name that was meant, and values with
 * units. What a file means stands elsewhere. Reading starts at {@link io.triskel.load.yaml.StrictYaml}.
 */
@NullMarked
package io.triskel.load.yaml;

import org.jspecify.annotations.NullMarked;
