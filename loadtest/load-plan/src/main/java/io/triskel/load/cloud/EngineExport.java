package io.triskel.load.cloud;

import java.util.Optional;

/**
 * A cloud's own engine for processes of steps.
 *
 * @param format what the exporter calls its language
 * @param written what is exported, for people: {@code for AWS a state machine in the Amazon States Language}
 * @param local the engine that runs it on this machine, if one does
 */
public record EngineExport(String format, String written, Optional<String> local) {}
