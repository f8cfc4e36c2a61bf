package org.cotangent.cli;

import picocli.CommandLine.Command;

@Command(name = "ops")
final class OpsCommand implements Runnable {
    @Override
    public void run() {}
}
