package dev.millrace.agent.model;

import dev.millrace.agent.runtime.LoadException;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** Finds out where the file of an artefact is to be had. */
interface RemoteSource {
    /**
     * The request that gets the file.
     *
     * @param secret keys and values of the artefact's credentials; empty where it has none
     */
    Request locate(URI uri, Artefact artefact, Map<String, String> secret) throws IOException, LoadException;
}
