/**
 * AWS Step Functions as the workflow engine of a process; needs {@code eda-engines} and {@code
 * software.amazon.awssdk:sfn} on the class path.
 */
@NullMarked
package io.triskel.aws.states;

import org.jspecify.annotations.NullMarked;
