package org.cotangent.cli;

import picocli.CommandLine.Command;

@Command(name = "gradients")
final class GradientsCommand implements Runnable {
    @Override
    public void run() {}
}
