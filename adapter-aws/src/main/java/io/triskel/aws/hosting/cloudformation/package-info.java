/**
 * Writes the CloudFormation template of a package from its manifest; {@link io.triskel.aws.hosting.cloudformation.Template}
 * first. For deployers: no function loads these classes.
 *
 * <p>What the manifest says is taken from it and stands nowhere else. Here stands what it leaves to the deployer: keys, the archive's
 * role, alarms, a budget, and which consumers share the reads of the stream.
 */
@NullMarked
package io.triskel.aws.hosting.cloudformation;

import org.jspecify.annotations.NullMarked;
