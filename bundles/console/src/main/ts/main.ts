// SPDX-License-Identifier: Apache-2.0
import './app';
import { useTheme } from './look';

useTheme();
