/**
 * The stores' contracts: run against the stores in memory, and proved able to fail, against stores that do nothing and
 * against mutants. Start reading at {@link io.triskel.testkit.store.StoreContractsTest}.
 */
@NullMarked
package io.triskel.testkit.store;

import org.jspecify.annotations.NullMarked;
