package io.triskel.cli.gateway;

import io.triskel.load.cloud.Look;
import java.util.Optional;

/**
 * What stands at the head of a lane.
 *
 * @param id the lane's in paths, such as {@code aws}
 * @param title for people
 * @param look colour and shape of the cloud; empty for a lane that is none
 */
public record Heading(String id, String title, Optional<Look> look) {}
