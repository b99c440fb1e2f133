package io.triskel.orders.catalogue;

import java.util.Optional;

/** The products as known to a service that does not own the catalogue. */
public interface Assortment {
    /** {@return the product; empty if it is unknown or withdrawn} */
    Optional<Product> product(String id);

    /** {@return the newest known version of a product, its withdrawal included; 0 if the product is unknown} */
    long versionOf(String id);
}
