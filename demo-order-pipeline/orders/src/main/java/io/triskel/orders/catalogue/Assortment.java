package io.triskel.orders.catalogue;

import java.util.Optional;

/** The products as known to a service that does not own the catalogue. */
public interface Assortment {
    /**
     * {@return what is known of a product} One read answers all of it: of two reads, one may see the product's arrival that
     * the other missed, and take it for a withdrawal.
     */
    Known known(String id);

    /**
     * What is known of a product.
     *
     * @param version the newest that has arrived, the withdrawal included; 0 if none has
     * @param product empty if it is unknown or withdrawn
     */
    record Known(long version, Optional<Product> product) {
        /** {@return whether the product was there once, and is no more} */
        public boolean withdrawn() {
            return version > 0 && product.isEmpty();
        }
    }
}
