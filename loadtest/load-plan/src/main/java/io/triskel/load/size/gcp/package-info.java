/** Offers of Google Cloud. Identifiers in quotation marks, such as "ps-key-rate", name the documented fact. */
@NullMarked
package io.triskel.load.size.gcp;

import org.jspecify.annotations.NullMarked;
