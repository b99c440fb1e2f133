/** Offers of Azure. Identifiers in quotation marks, such as "eh-tu-max", name the documented fact. */
@NullMarked
package io.triskel.load.size.azure;

import org.jspecify.annotations.NullMarked;
