package io.triskel.orders.catalogue;

import java.util.Optional;

/** What a service that does not own the catalogue knows of it. */
public interface Assortment {
    /** {@return the product; empty for one that is unknown, or withdrawn} */
    Optional<Product> product(String id);

    /** {@return the version that is known of a product, its withdrawal included; 0 for none} */
    long versionOf(String id);
}
