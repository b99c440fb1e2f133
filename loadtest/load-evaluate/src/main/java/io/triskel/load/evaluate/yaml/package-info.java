/**
 * Plain YAML, read strictly: what is not known is an error that names its line, and the name that was meant.
 */
@NullMarked
package io.triskel.load.evaluate.yaml;

import org.jspecify.annotations.NullMarked;
