/** Orders that are placed by HTTP and shipped by a consumer; start at {@link io.triskel.example.OrdersApplication}. */
@NullMarked
package io.triskel.example;

import org.jspecify.annotations.NullMarked;
