/** The committed templates of {@code infra/aws}, compared with what the manifests of {@code order-aws.zip} give, and their rules. */
@NullMarked
package io.triskel.orders.aws.cloudformation;

import org.jspecify.annotations.NullMarked;
