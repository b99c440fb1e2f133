/** Offers of AWS. Identifiers in quotation marks, such as "kds-per-key", name the documented fact. */
@NullMarked
package io.triskel.load.size.aws;

import org.jspecify.annotations.NullMarked;
