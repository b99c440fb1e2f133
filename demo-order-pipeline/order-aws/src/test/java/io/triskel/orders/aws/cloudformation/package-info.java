/**
 * Writes the CloudFormation templates of {@code infra/aws} from the manifest of {@code order-aws.zip}; {@link
 * io.triskel.orders.aws.cloudformation.Template} first.
 *
 * <p>What the manifest says is taken from it and stands nowhere else. Here stands what it leaves to who deploys: keys, the archive's role,
 * alarms, a budget, and which consumers share the reads of the stream.
 */
@NullMarked
package io.triskel.orders.aws.cloudformation;

import org.jspecify.annotations.NullMarked;
